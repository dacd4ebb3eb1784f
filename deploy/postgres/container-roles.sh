#!/bin/sh
# Run once by the public PostgreSQL image, when its database is new: the services' roles and schemas.
set -e
psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
    -v oa_password="$QIAO_OA_PASSWORD" -v crm_password="$QIAO_CRM_PASSWORD" \
    -v erp_password="$QIAO_ERP_PASSWORD" -v portal_password="$QIAO_PORTAL_PASSWORD" \
    -f /qiao/roles.sql
