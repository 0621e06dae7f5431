"""Traditional and simplified forms of Chinese characters: a company's name may be written in either."""

from __future__ import annotations

import re

# Pairs of a traditional and a simplified form that are used in names of companies, places and people.
_PAIR_LIST = """
    學学 電电 機机 車车 業业 貿贸 國国 際际 東东 華华 風风 龍龙 鋼钢 銀银 醫医 藥药 網网 絡络 軟软 體体 動动 產产 製制 廠厂 廣广 會会
    聯联 團团 實实 務务 資资 訊讯 傳传 媒媒 設设 計计 術术 備备 儀仪 級级 儲储 質质 檢检 測测 環环 節节 氣气 熱热 運运 輸输 連连 鎖锁
    飛飞 馬马 鳥鸟 魚鱼 麥麦 黃黄 綠绿 藍蓝 紅红 億亿 萬万 豐丰 興兴 榮荣 寶宝 貝贝 財财 貨货 購购 銷销 賣卖 買买 價价 開开 關关 門门
    陽阳 陰阴 陸陆 隊队 險险 雲云 電电 靈灵 靜静 韋韦 韓韩 頂顶 項项 順顺 須须 顧顾 領领 題题 顯显 飲饮 館馆 駿骏 騰腾 驗验 驅驱 鴻鸿
    鵬鹏 鷹鹰 麗丽 齊齐 齒齿 億亿 優优 偉伟 傑杰 倫伦 僑侨 儒儒 勝胜 勞劳 勵励 區区 協协 單单 衛卫 廳厅 歷历 雙双 發发 變变 葉叶 號号
    後后 嚴严 圓圆 園园 圖图 壓压 壽寿 處处 複复 復复 頭头 奮奋 獎奖 婦妇 寧宁 寫写 審审 將将 專专 導导 層层 屬属 崗岗 島岛 嶺岭 師师
    帶带 幣币 應应 慶庆 強强 彈弹 彙汇 匯汇 徑径 從从 態态 慮虑 憲宪 懷怀 戰战 擇择 擴扩 攝摄 據据 撥拨 損损 數数 敵敌 時时 晉晋 曉晓
    書书 條条 來来 楊杨 極极 構构 樂乐 標标 樣样 樓楼 樹树 橋桥 檔档 櫃柜 權权 歐欧 歡欢 歲岁 毀毁 氫氢 漢汉 湯汤 溝沟 滬沪 滿满 漁渔
    濟济 瀏浏 灣湾 煉炼 煙烟 燈灯 燒烧 營营 爾尔 獨独 獲获 瑪玛 環环 現现 琺珐 瓊琼 畫画 異异 療疗 發发 盤盘 眾众 礎础 禮礼 種种 積积
    穩稳 競竞 筆笔 範范 築筑 簡简 籌筹 糧粮 紀纪 約约 納纳 紙纸 細细 終终 組组 結结 給给 統统 經经 維维 綱纲 編编 練练 緣缘 縣县 總总
    織织 繪绘 續续 纖纤 羅罗 義义 習习 聖圣 聞闻 聲声 職职 肅肃 腦脑 臨临 興兴 艦舰 藝艺 蘇苏 蘭兰 處处 裝装 補补 製制 覺觉 視视 親亲
    觀观 規规 觸触 訂订 記记 許许 訓训 評评 試试 詢询 話话 誠诚 語语 誤误 說说 課课 調调 論论 證证 識识 譯译 議议 護护 讀读 負负 貢贡
    責责 費费 貴贵 賀贺 賓宾 賢贤 賴赖 贏赢 趙赵 趨趋 軍军 軌轨 較较 載载 輕轻 輝辉 輪轮 輯辑 轉转 農农 遠远 適适 選选 遙遥 達达 違违
    邁迈 還还 鄭郑 鄧邓 鄉乡 釋释 針针 鈴铃 鉑铂 鋁铝 錄录 錢钱 錦锦 鍋锅 鏡镜 鐘钟 鐵铁 鑫鑫 長长 問问 間间 閃闪 閱阅 陳陈 張张 劉刘
    許许 馮冯 蔣蒋 盧卢 蕭萧 鄒邹 鍾钟 譚谭 賈贾 孫孙 吳吴 陸陆 龐庞 鞏巩 謝谢 鄔邬 點点 樞枢 淨净 減减 準准 滙汇 爐炉 創创 劃划 剛刚
    劇剧 則则 劑剂 勢势 勛勋 勳勋 喬乔 嘗尝 噴喷 墊垫 塵尘 場场 塊块 塗涂 夢梦 奪夺 妝妆 嬌娇 嬰婴 孿孪 宮宫 寬宽 尋寻 對对 屆届 幫帮
"""
_VARIANTS: dict[str, str] = {}
for _pair in _PAIR_LIST.split():
    _forms = "".join(dict.fromkeys(_VARIANTS.get(_pair[0], "") + _VARIANTS.get(_pair[1], "") + _pair))
    _VARIANTS.update(dict.fromkeys(_forms, _forms))


def list_variants(char: str) -> str:
    """Return all forms of a character, including itself."""
    return _VARIANTS.get(char, char)


def match_variants(char: str) -> str:
    """Return a pattern that matches a character in each of its forms."""
    forms = list_variants(char)
    return f"[{forms}]" if len(forms) > 1 else re.escape(char)
