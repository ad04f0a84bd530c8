SELECT json_build_object(
  'id', a.id,
  'title', a.title,
  'likes', a.likes,
  'page', 1,
  'html', left('<p>' || replace(left(s.body, 1500), E'\n', E'</p>\n<p>'), 1500)
)
FROM articles a JOIN sources s ON s.article_id = a.id
WHERE a.id = $1
