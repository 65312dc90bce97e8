"""What we change in other libraries: NiceGUI, engine.io, socket.io, uvicorn, wsproto."""
