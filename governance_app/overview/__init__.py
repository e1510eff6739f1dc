"""The programme at a glance, its phases, and the portal's shell."""
