-- vi: Tỷ trọng nguồn chi trả theo tỉnh
-- en: Who pays, by province
-- owner: Vụ Bảo hiểm y tế
SELECT province, count(*) AS encounters, sum(total) AS total,
  round(100 * sum(fund) / nullif(sum(total), 0), 2) AS fund_percent,
  round(100 * sum(co_payment) / nullif(sum(total), 0), 2) AS co_payment_percent,
  round(100 * sum(self_paid) / nullif(sum(total), 0), 2) AS self_paid_percent,
  round(100 * sum(other_sources) / nullif(sum(total), 0), 2) AS other_percent
FROM encounters
WHERE purpose = 'payment'
GROUP BY ALL
HAVING count(DISTINCT person) >= 5
ORDER BY province
