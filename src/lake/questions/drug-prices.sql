-- vi: Giá của một thuốc giữa các cơ sở: trung vị, khoảng, giá vượt 1,5 lần trung vị
-- en: The price of a drug across facilities: median, spread, prices above 1.5 times the median
-- owner: Cục Quản lý Dược
WITH prices AS (
  SELECT code, registration, facility, unit_price, sum(quantity) AS quantity
  FROM lines
  WHERE kind = 'drug' AND purpose = 'payment' AND code IS NOT NULL AND unit_price > 0
  GROUP BY ALL
), spread AS (
  SELECT code, registration, count(DISTINCT facility) AS facilities,
    median(unit_price) AS median_price, min(unit_price) AS least, max(unit_price) AS most
  FROM prices GROUP BY ALL
)
SELECT s.*, (
    SELECT count(*) FROM prices p
    WHERE p.code = s.code AND p.registration IS NOT DISTINCT FROM s.registration AND p.unit_price > 1.5 * s.median_price
  ) AS prices_above
FROM spread s
WHERE s.facilities >= 2
ORDER BY prices_above DESC, most / least DESC, code
