from django.db import models


class Post(models.Model):
    title = models.CharField(max_length=120)
    text = models.TextField()
    published = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-published", "-pk"]

    def __str__(self):
        return self.title
