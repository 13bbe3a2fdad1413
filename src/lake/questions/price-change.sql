-- vi: Nếu mọi thuốc được trả theo giá thấp nhất đã có của cùng mã và số đăng ký, quỹ chi ít hơn bao nhiêu
-- en: How much less the fund would have paid if every drug had the lowest price seen for its code and registration
-- owner: Vụ Bảo hiểm y tế
WITH priced AS (
  SELECT province, code, registration, quantity, unit_price, line_fund,
    min(unit_price) OVER (PARTITION BY code, registration) AS least
  FROM lines
  WHERE kind = 'drug' AND purpose = 'payment' AND unit_price > 0 AND quantity > 0
)
SELECT province, count(*) AS lines, sum(line_fund) AS fund,
  round(sum(line_fund * (unit_price - least) / unit_price), 2) AS less
FROM priced
GROUP BY ALL
HAVING count(*) >= 5
ORDER BY less DESC, province
