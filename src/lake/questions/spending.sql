-- vi: Chi phí theo tỉnh, tháng ra viện và nhóm chi phí
-- en: Spending by province, month of discharge and cost group
-- owner: Vụ Bảo hiểm y tế
SELECT province, month, cost_group,
  count(DISTINCT encounter) AS encounters,
  sum(line_total) AS total, sum(line_fund) AS fund, sum(line_co_payment) AS co_payment, sum(line_self_paid) AS self_paid
FROM lines
WHERE purpose = 'payment'
GROUP BY ALL
HAVING count(DISTINCT encounter) >= 5
ORDER BY province, month, cost_group
