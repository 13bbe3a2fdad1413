-- vi: Số dịch vụ chẩn đoán hình ảnh và số dòng thuốc trên 100 lượt khám, theo cơ sở
-- en: Imaging and drug lines per hundred visits, by facility
-- owner: Cục Quản lý Khám, chữa bệnh
SELECT e.facility, count(DISTINCT e.encounter) AS visits,
  round(100.0 * count(*) FILTER (l.cost_group = '2') / count(DISTINCT e.encounter), 1) AS imaging_per_hundred,
  round(100.0 * count(*) FILTER (l.kind = 'drug') / count(DISTINCT e.encounter), 1) AS drug_lines_per_hundred
FROM encounters e LEFT JOIN lines l ON l.encounter = e.encounter AND l.purpose = e.purpose
WHERE e.purpose = 'payment'
GROUP BY ALL
HAVING count(DISTINCT e.person) >= 5
ORDER BY imaging_per_hundred DESC, e.facility
