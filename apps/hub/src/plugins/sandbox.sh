# Runs as the first process of new namespaces (user, mount, process, network, ipc): builds a file system that
# holds only what is named, read-only, gives up every privilege, and becomes the plugin.
#
#   sandbox.sh ROOT FOLDER PATH... -- COMMAND ARG...
set -eu
root=$1
folder=$2
shift 2
mount -t tmpfs -o size=4m,mode=755 none "$root"

show() {
  if [ -L "$1" ]; then
    mkdir -p "$root$(dirname "$1")"
    ln -s "$(readlink "$1")" "$root$1"
    return
  elif [ -d "$1" ]; then
    mkdir -p "$root$1"
  elif [ -e "$1" ]; then
    mkdir -p "$root$(dirname "$1")"
    : >"$root$1"
  else
    return 0
  fi
  mount --rbind "$1" "$root$1"
  mount -o remount,bind,ro "$root$1"
}

for each in /usr /lib /lib32 /lib64 /bin /sbin /etc/ld.so.cache /etc/alternatives; do show "$each"; done
for device in /dev/null /dev/zero /dev/urandom; do
  mkdir -p "$root/dev"
  : >"$root$device"
  mount --bind "$device" "$root$device"
done
while [ "$1" != -- ]; do
  show "$1"
  shift
done
shift
mount -o remount,ro "$root"
ulimit -c 0
ulimit -f 0
ulimit -n 64
cd /
exec chroot "$root" setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all -- \
  env -i -C "$folder" LANG=C.UTF-8 "$@"
