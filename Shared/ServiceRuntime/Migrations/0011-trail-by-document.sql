-- The trail is searched by a document's path or its id, the path's last step: one index serves both. By a person's it is
-- searched by parts of a name, which no index of whole ones serves.
drop index rt_audit_by_actor;
drop index rt_audit_by_document;
create index rt_audit_by_document on rt_audit (split_part(document, '/', -1), entry_id desc);
