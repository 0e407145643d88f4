#!/bin/sh
# Two machines on one: network namespaces with a worker each, and one database and one broker on the bridge between them.
#   sudo -E deploy/two-machines.sh up      DATABASE_URL and CELERY_BROKER_URL lead to 10.77.0.1
#   sudo ip link set anphu3 down           the second machine loses its network; the first does all the work
#   sudo -E deploy/two-machines.sh down
set -eu
PYTHON=${PYTHON:-.venv/bin/python}
LOGS=${LOGS:-/tmp}

up() {
    ip link add anphu0 type bridge
    ip addr add 10.77.0.1/24 dev anphu0
    ip link set anphu0 up
    for n in 2 3; do
        ip netns add "anphu$n"
        ip link add "anphu$n" type veth peer name eth0 netns "anphu$n"
        ip link set "anphu$n" master anphu0 up
        ip -n "anphu$n" addr add "10.77.0.$n/24" dev eth0
        ip -n "anphu$n" link set eth0 up
        ip -n "anphu$n" link set lo up
    done
}

work() {
    for n in 2 3; do
        ip netns exec "anphu$n" "$PYTHON" -m celery -A anphu.celery worker -n "machine$n@%h" --concurrency 1 \
            --prefetch-multiplier 1 --loglevel INFO >"$LOGS/machine$n.log" 2>&1 &
        echo $! >"$LOGS/machine$n.pid"
    done
}

down() {
    for n in 2 3; do
        kill "$(cat "$LOGS/machine$n.pid")" || true
        ip netns del "anphu$n"
    done
    ip link del anphu0
}

case ${1:-} in
network) up ;;
work) work ;;
down) down ;;
up) up && work ;;
*) echo "usage: $0 network | work | up | down" >&2 && exit 2 ;;
esac
