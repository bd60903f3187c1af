"""Documents about learning: certificate, CPD record, register of a school, reminders, and the one writer of CSV.

Everything here takes plain values and returns bytes; nothing but the secret of the check codes touches a disk.
"""

from holdfast.documents.calendar_file import calendar_ics
from holdfast.documents.certificate import certificate_pdf, file_name, told
from holdfast.documents.codes import Verified, as_written, is_ours, new_code, verify
from holdfast.documents.cpd import cpd_csv, cpd_pdf
from holdfast.documents.csv_file import csv_bytes
from holdfast.documents.register import RegisterLine, register_csv, register_lines, register_pdf
from holdfast.documents.secret_file import certificate_secret

__all__ = [
    "RegisterLine",
    "Verified",
    "as_written",
    "calendar_ics",
    "certificate_pdf",
    "certificate_secret",
    "cpd_csv",
    "cpd_pdf",
    "csv_bytes",
    "file_name",
    "is_ours",
    "new_code",
    "register_csv",
    "register_lines",
    "register_pdf",
    "told",
    "verify",
]
