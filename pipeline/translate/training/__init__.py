"""Training of the draft engine's adapter: free sentence pairs and pairs of our own in, a small GGUF adapter out.

Needs the extra `training` (torch, gguf) and is never imported by the rest of the pipeline. The sentence pairs are not shipped:
`docs/dev/training.md` names each source, its licence and how to get it. One command runs everything:
`python -m pipeline.translate.training SETTINGS.toml`.
"""
