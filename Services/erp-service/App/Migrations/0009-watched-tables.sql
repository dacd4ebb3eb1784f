-- What commands do to these is in the audit trail, before and after.
select rt_watch('product', 'product_id');
select rt_watch('bom', 'bom_id');
select rt_watch('revision', 'revision_id');
select rt_watch('work_centre', 'work_centre_id');
select rt_watch('budget', 'code');
select rt_watch('budget_allotment', 'allotment_id');
select rt_watch('goods_receipt', 'receipt_id');
select rt_watch('sales_order', 'order_id');
select rt_watch('payment', 'payment_id');
select rt_watch('refund', 'refund_id');
select rt_watch('period', 'period');
select rt_watch('work_order', 'work_order_id');
