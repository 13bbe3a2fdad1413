-- vi: Bệnh chính hay gặp theo nhóm tuổi và quý
-- en: Leading main diagnoses by age group and quarter
-- owner: Cục Quản lý Khám, chữa bệnh
WITH counted AS (
  SELECT CASE WHEN age_years < 5 THEN '0-4' WHEN age_years < 15 THEN '5-14' WHEN age_years < 60 THEN '15-59' ELSE '60+' END AS ages,
    substr(month, 1, 4) || '-Q' || ((substr(month, 6, 2)::INTEGER + 2) // 3) AS quarter,
    main_diagnosis, count(*) AS encounters
  FROM encounters
  WHERE purpose = 'payment' AND age_years IS NOT NULL AND main_diagnosis IS NOT NULL
  GROUP BY ALL
  HAVING count(DISTINCT person) >= 5
)
SELECT * FROM counted
QUALIFY row_number() OVER (PARTITION BY ages, quarter ORDER BY encounters DESC, main_diagnosis) <= 10
ORDER BY quarter, ages, encounters DESC, main_diagnosis
