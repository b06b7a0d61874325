"""The recap as files: CSV, workbooks, PDF, message."""
