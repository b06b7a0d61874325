#!/bin/sh
# Makes the fonts of the pages from those of the package font-roboto (Apache License 2.0): Latin, punctuation, arrows.
# Usage: subset.sh FOLDER_WITH_TTF, with fonttools 4.68.0 and brotli 1.2.1 installed. Names in base.css follow.
set -eu
folder="$(cd "$(dirname "$0")" && pwd)"
characters="U+0000-017F,U+0192,U+02C6,U+02DA,U+02DC,U+0300-0304,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,\
U+2032,U+2033,U+2039,U+203A,U+2044,U+2070-2079,U+2080-2089,U+20AC,U+2116,U+2122,U+2153-215E,U+2190-2193,\
U+2202-2265,U+25A0-25FF,U+FEFF,U+FFFD"
features="kern,liga,ccmp,locl,mark,mkmk,tnum,lnum,pnum,frac,sups,case"
rm -f "$folder"/*.woff2
for style in Regular:400 Medium:500 Bold:700; do
    pyftsubset "$1/Roboto-${style%%:*}.ttf" --unicodes="$characters" --layout-features="$features" \
        --flavor=woff2 --output-file="$folder/new"
    mv "$folder/new" "$folder/roboto-${style##*:}.$(sha256sum "$folder/new" | cut -c1-16).woff2"
done
