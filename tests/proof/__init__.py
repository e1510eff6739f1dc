"""Proof: checkpoints, the seal, verdicts, packs of evidence, and a worker killed while it makes them."""
