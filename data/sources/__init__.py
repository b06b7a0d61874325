"""Where reports come from: each source yields rows in our names; the guard lets them in or says why not."""
