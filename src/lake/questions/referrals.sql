-- vi: Luồng chuyển tuyến giữa các cơ sở
-- en: Referrals between facilities
-- owner: Cục Quản lý Khám, chữa bệnh
SELECT facility AS from_facility, referred_to AS to_facility, count(*) AS encounters, sum(fund) AS fund
FROM encounters
WHERE purpose = 'payment' AND referred_to IS NOT NULL
GROUP BY ALL
HAVING count(DISTINCT person) >= 5
ORDER BY encounters DESC, from_facility, to_facility
