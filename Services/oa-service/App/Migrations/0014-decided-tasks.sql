-- What one decided, the latest first.
create index approval_task_decided on approval_task (assignee_id, decided_at desc, task_id desc)
    where state in ('approved', 'rejected');
