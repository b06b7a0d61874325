"""Components, labels and formats that pages share: values in, component or text out."""
