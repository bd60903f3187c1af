"""JupyterLab for the person who trains: what `holdfast lab` starts. Only the command line imports it.

* `app` starts it: checks, prepares, hands over to JupyterLab, and leaves nothing behind.
* `settings` writes what JupyterLab is told; nothing of the person's own Jupyter is read or changed.
* `copies` puts the modules, with their notes for the facilitator in view, where the trainer may change them.
* `start_page` writes the page that opens first.
* `jupyter` is the server below JupyterLab; `extension` says the link in it.
"""
