-- What somebody sees along the reporting lines is asked at every read.
select rt_keep_lines();
