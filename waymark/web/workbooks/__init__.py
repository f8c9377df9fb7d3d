"""Files of strangers, opened with care: archives, XML and workbooks that may be meant to harm."""
