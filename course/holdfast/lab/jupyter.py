"""The Jupyter server below JupyterLab, told by our settings alone. `app` imports it once these are written."""

from __future__ import annotations

import signal

from jupyter_server.serverapp import ServerApp


class OneFolderServer(ServerApp):
    """A Jupyter server that looks for settings in one folder, not also where it was started or in the system's."""

    @property
    def config_file_paths(self) -> list[str]:
        return [self.config_dir]

    def init_signal(self) -> None:
        """End at the first Ctrl-C, with the kernels; Jupyter's own asks first, or leaves them to themselves."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._signal_stop)


def serve() -> None:
    """Serve JupyterLab until it is told to stop."""
    server = OneFolderServer.instance()
    server.initialize(argv=[], starter_extension="lab")
    server.start()
