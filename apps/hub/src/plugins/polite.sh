# Becomes a command, in a session that yields as much where the kernel shares processors between sessions (autogroup):
# there niceness alone counts only within a session, and a plugin that loops would have as large a share as each
# backend of PostgreSQL, at the expense of the hub's own.
#
#   nice -n NICENESS setsid sh polite.sh NICENESS COMMAND ARG...
set -eu
niceness=$1
shift
# The kernel grants ten such wishes a second to all who are not root.
for pause in 0.1 0.1 0.2 0.4; do
  [ -w /proc/self/autogroup ] || break
  { echo "$niceness" >/proc/self/autogroup; } 2>/dev/null && break
  sleep "$pause"
done
exec "$@"
