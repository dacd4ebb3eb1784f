#!/bin/sh
# Fills in the users' passwords, then starts the broker as the public RabbitMQ image does.
set -e
# Only for this file: what the image's own start writes must be readable for the broker's account.
(umask 077 && sed -e "s#@OPERATOR@#$QIAO_OPERATOR_PASSWORD#" \
    -e "s#@OA@#$QIAO_OA_PASSWORD#" -e "s#@CRM@#$QIAO_CRM_PASSWORD#" \
    -e "s#@ERP@#$QIAO_ERP_PASSWORD#" -e "s#@PORTAL@#$QIAO_PORTAL_PASSWORD#" \
    /qiao/definitions.json >/etc/rabbitmq/definitions.json)
chown rabbitmq: /etc/rabbitmq/definitions.json
echo 'load_definitions = /etc/rabbitmq/definitions.json' >/etc/rabbitmq/conf.d/50-qiao.conf
chmod 644 /etc/rabbitmq/conf.d/50-qiao.conf
exec docker-entrypoint.sh rabbitmq-server
