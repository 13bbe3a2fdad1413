-- vi: Quy tắc bị vi phạm nhiều nhất và số cơ sở liên quan
-- en: The rules that are broken most, and by how many facilities
-- owner: Vụ Bảo hiểm y tế
SELECT rule, severity, count(*) AS findings, count(DISTINCT encounter) AS encounters, count(DISTINCT facility) AS facilities
FROM findings
GROUP BY ALL
ORDER BY findings DESC, rule
LIMIT 100
