#!/bin/bash
# systemd closes its console when nobody else has it open.
sleep infinity > /dev/console 2>&1 < /dev/console &
# The service's variables, for units: EnvironmentFile=/etc/service-environment
printenv > /etc/service-environment
exec /lib/systemd/systemd
