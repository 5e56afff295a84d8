#!/bin/sh
# Der Auftrag der Pipeline: prüfen, erzeugen, noch einmal vergleichen.
set -eu
gen check --strict --format docx --message-format github briefs
gen --partition auto --jobs 2 --quiet briefs
gen --check --output ausgabe briefs
