#!/usr/bin/env bash
# Does what README.md shows, on a fresh server of its own that ends with it, and
# compares the report with report.txt. It needs the program: `make build` makes
# it in bin/, or name another one in CAIRN.
set -euo pipefail
cd "$(dirname "$0")"

cairn=${CAIRN:-../../bin/cairn}
address=${CAIRN_EXAMPLE_ADDR:-127.0.0.1:8089}
password='a stone beside the path'

command -v "$cairn" >/dev/null || { echo "there is no $cairn; run make build, or set CAIRN to the program" >&2; exit 1; }
folder=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait
  rm -rf "$folder"
}
trap end EXIT
unset CAIRN_URL CAIRN_TOKEN CAIRN_DATABASE CAIRN_BASE_URL
export XDG_CONFIG_HOME=$folder/config CAIRN_DATA=$folder/data

"$cairn" admin create-owner --workspace "Release 1.33" --name "Olga Petrov" \
  --email olga@example.com --time-zone Europe/Berlin --password-stdin <<<"$password"
"$cairn" serve --addr "$address" >"$folder/out" 2>"$folder/log" &
server=$!
# The command line waits a few seconds for a server that is about to answer.
"$cairn" login --url "http://$address" --email olga@example.com --admin --password-stdin <<<"$password"
"$cairn" import people people.csv

import() {
  "$cairn" import csv timeline.csv --title what --owner who --due due_date \
    --due-time due_time_utc --due-time-zone UTC --owner-map owners.csv "$@"
}
# Ends with 4, since a row without an owner is left out.
import | tee "$folder/report" || [ "${PIPESTATUS[0]}" = 4 ]
diff report.txt "$folder/report"
echo
echo "Again:"
import >"$folder/again" || [ $? = 4 ]
tail -1 "$folder/again"
grep -qx '36 rows: 35 there already, 1 not imported.' "$folder/again"
echo "The report is that of report.txt, and the second import changed nothing."
