"""What all papers share: words, outline, figures, rendering and sealing."""
