-- vi: Từ chối và gửi muộn theo cơ sở và tháng nhận
-- en: Rejections and lateness by facility and month received
-- owner: Vụ Bảo hiểm y tế
SELECT facility, received_month, count(*) AS dossiers,
  round(100 * avg((outcome = 'rejected')::INTEGER), 1) AS rejected_percent,
  round(100 * avg((timeliness = 'late')::INTEGER), 1) AS late_percent
FROM events
GROUP BY ALL
ORDER BY received_month, rejected_percent DESC, facility
