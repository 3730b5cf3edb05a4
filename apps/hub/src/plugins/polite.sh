# Becomes a command, in a session that comes last where the kernel shares processors between sessions (autogroup):
# there niceness alone counts only within a session, and a plugin that loops would have as large a share as each
# backend of PostgreSQL, at the expense of the hub's own.
#
#   setsid sh polite.sh COMMAND ARG...
set -eu
# The kernel grants ten such wishes a second to all who are not root.
for pause in 0.1 0.1 0.2 0.4; do
  [ -w /proc/self/autogroup ] || break
  { echo 19 >/proc/self/autogroup; } 2>/dev/null && break
  sleep "$pause"
done
exec "$@"
