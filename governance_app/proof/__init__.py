"""Proof: whether a paper is genuine, for anybody; and packs of evidence that stand without the portal."""
