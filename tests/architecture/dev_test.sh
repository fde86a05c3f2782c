#!/usr/bin/env bash
# ./dev hands arguments, folder, standard input and exit code through, and keeps standard output for
# the program: dev_test.sh SOURCE_DIR BUILD_DIR.
set -u
source=$1
build=$2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
expect() { # expect WHAT ACTUAL EXPECTED
  [ "$2" = "$3" ] || { echo "$1: got '$2', expected '$3'"; failures=$((failures + 1)); }
}
cd "$folder" || exit 1

# What was built should be complete. What is built once more takes its time here, and is told where
# that does not end.
timeout --kill-after=10 420 ninja -C "$build" -d explain baryscope baryscope_sampling >ninja.txt 2>&1 ||
  { echo "the build does not end, or fails:"; grep -v -i 'verify_\?globs' ninja.txt | head -n 30; tail -n 5 ninja.txt
    ps -eo pid,ppid,etimes,stat,args | tail -n 40; exit 1; }
dev() { # as the script, ended with what it said and what runs where it hangs
  timeout --kill-after=10 120 "$source/dev" "$@"
  local code=$?
  [ $code -ne 124 ] || { echo "./dev $* hangs; it said:"; cat dev.err; ps -eo pid,ppid,etimes,stat,args | tail -n 40; } >&3
  return $code
}
exec 3>&1

dev run --list mechanisms >dev.txt 2>dev.err </dev/null
expect "exit code of --list" $? 0
"$build/bin/baryscope" --list mechanisms >direct.txt
expect "standard output is the program's alone" "$(cat dev.txt)" "$(cat direct.txt)"
[ -s direct.txt ] || { echo "--list mechanisms printed nothing"; failures=$((failures + 1)); }

dev run --mechanism nonsense --output x.json >/dev/null 2>dev.err </dev/null
expect "exit code of a bad value" $? 2

printf 'a bakery' | dev run --text-file - --layer 0 --head 0 --query 1 --output here.json 2>dev.err
expect "exit code with standard input" $? 0
grep -q '"bakery"' here.json 2>/dev/null
expect "relative output in the caller's folder, standard input untouched" $? 0

dev nonsense >/dev/null 2>dev.err
expect "exit code of an unknown subcommand" $? 2
dev help | grep -q 'gallery'
expect "help lists the subcommands" $? 0
dev help | grep -q '^  fuzz \[TARGET\] \[SECONDS\]: '
expect "help lists arguments" $? 0
exit $((failures > 0))
