"""The room: what is asked, how a vote goes, what of it may be shown, and where it is kept until the end.

`holdfast.server` puts it on the network; nothing in here knows of requests.
"""
