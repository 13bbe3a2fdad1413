-- vi: Bệnh truyền nhiễm phải báo cáo theo tuần và tỉnh (A00 đến A09, A90, A91, B05, J09 đến J11, U07)
-- en: Notifiable diseases by week and province (A00 to A09, A90, A91, B05, J09 to J11, U07)
-- owner: Cục Phòng bệnh
SELECT substr(main_diagnosis, 1, 3) AS category, province, date_trunc('week', ended_on)::DATE AS week, count(*) AS encounters
FROM encounters
WHERE purpose = 'management' AND ended_precision IN ('day', 'week')
  AND (substr(main_diagnosis, 1, 3) BETWEEN 'A00' AND 'A09' OR substr(main_diagnosis, 1, 3) IN ('A90', 'A91', 'B05', 'U07')
    OR substr(main_diagnosis, 1, 3) BETWEEN 'J09' AND 'J11')
GROUP BY ALL
HAVING count(DISTINCT person) >= 5
ORDER BY category, province, week
