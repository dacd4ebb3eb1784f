-- One role per service, owner of one schema and of nothing else. Safe to run again; also sets new passwords.
-- Wants the psql variables oa_password, crm_password, erp_password, portal_password.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;

CREATE TEMPORARY TABLE service (name text, password text);
INSERT INTO service VALUES
    ('oa', :'oa_password'), ('crm', :'crm_password'), ('erp', :'erp_password'), ('portal', :'portal_password');

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT', name)
FROM service WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

SELECT format('ALTER ROLE %I PASSWORD %L', name, password) FROM service \gexec

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;

SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), name) FROM service \gexec
SELECT format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', name, name) FROM service \gexec
SELECT format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', name, current_database(), name) FROM service \gexec

-- For "one released version per date" (EXCLUDE over an id and a range); services may not make extensions themselves.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
