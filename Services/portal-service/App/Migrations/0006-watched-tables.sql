-- What commands do to these is in the audit trail, before and after.
select rt_watch('shopper', 'shopper_id', 'password');
select rt_watch('web_order', 'order_id');
select rt_watch('review', 'review_id');
select rt_watch('inquiry', 'inquiry_id');
