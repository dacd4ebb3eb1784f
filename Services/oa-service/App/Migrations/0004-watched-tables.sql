-- What commands do to these is in the audit trail, before and after.
select rt_watch('staff', 'staff_id', 'password_hash');
select rt_watch('trip', 'trip_id');
select rt_watch('approval', 'approval_id');
select rt_watch('approval_task', 'task_id');
select rt_watch('approval_route', 'subject_type');
select rt_watch('attendance_day', 'staff_id');
