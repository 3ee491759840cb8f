"""Serves folders from ports of their own, as sites of different people."""

import threading

from backissue.publish.server import open_server


def serve(request, folder, headers=None):
    """Serves a folder until the test is over, with further headers in each answer; returns its address."""
    server = open_server(folder)
    if headers:
        server.RequestHandlerClass = _adding(server.RequestHandlerClass, headers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    request.addfinalizer(lambda: (server.shutdown(), server.server_close()))
    return f"http://127.0.0.1:{server.server_port}/"


def _adding(handler, headers):
    class Adding(handler):
        def end_headers(self):
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    return Adding
