"""Elements for NiceGUI that know nothing of chat and can be taken along."""
