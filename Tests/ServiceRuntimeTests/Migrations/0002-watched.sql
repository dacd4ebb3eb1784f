select rt_watch('note', 'note_id', 'author');
