"""WeChat: the wire of the callback and the API of the platform; nobody else needs to know wechatpy."""
