-- vi: Ngày điều trị nội trú trung bình theo bệnh chính và cơ sở
-- en: Average inpatient stay by main diagnosis and facility
-- owner: Cục Quản lý Khám, chữa bệnh
SELECT main_diagnosis, facility, count(*) AS encounters,
  round(avg(stay_days), 1) AS average_days, median(stay_days) AS median_days
FROM encounters
WHERE purpose = 'payment' AND encounter_type IN ('03', '04') AND stay_days IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT person) >= 5
ORDER BY main_diagnosis, average_days DESC
