-- Letters wait in rt_letter, where those of every service do.
insert into rt_letter (letter_id, recipient, way, subject, text, written_at)
select gen_random_uuid(), letterbox, 'email', 'Qiao', 'Something was changed in your account: sign in to see what.', at
from account_notice, unnest(letters_to) letterbox where sent_at is null;
drop index account_notice_to_send;
alter table account_notice drop column letters_to, drop column sent_at;
