"""Record kinds: declaration, import and export."""
